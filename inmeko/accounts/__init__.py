"""People, organisations, municipalities and the roles held in them."""
