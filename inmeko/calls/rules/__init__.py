"""The rules of calls: what is asked, when it may be sent, how it is judged."""
