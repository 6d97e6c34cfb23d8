"""The geospatial inventory of idle municipal assets."""
