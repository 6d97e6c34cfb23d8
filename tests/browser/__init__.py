"""The site as a browser sees it."""
