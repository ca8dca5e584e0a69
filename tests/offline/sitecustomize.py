"""Python imports this by itself at its start when the folder is on its path: child processes are denied the network."""

import no_network

no_network.deny()
