"""How the application is served: sockets, connections, processes and what these have in common."""
