"""What is sent: the catalogue of replies with their variables, and the strict renderer."""
