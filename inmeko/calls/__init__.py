"""Open calls for expressions of interest: from publication to the final list."""
