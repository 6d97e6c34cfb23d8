"""What every page needs from HTTP: access, errors, forms, language, transactions."""
