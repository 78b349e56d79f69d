"""The screens: presentation only, over `copilot.client`."""
