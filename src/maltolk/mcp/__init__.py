"""The service for assistants that speak the Model Context Protocol: five tools that only read."""
