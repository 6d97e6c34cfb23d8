"""What is right for events and consultations: states, dates, places, words."""
