print("gcsync")
