"""The staff's pages: log in, see and change the texts, rebuild the index, go back."""
