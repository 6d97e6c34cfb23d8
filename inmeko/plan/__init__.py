"""What spans domains: the front page, the demo municipality, the strategic plan."""
