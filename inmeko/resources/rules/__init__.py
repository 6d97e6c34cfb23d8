"""What is right about an asset and about a file of assets, without database or web."""
