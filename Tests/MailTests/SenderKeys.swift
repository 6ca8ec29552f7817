/// Public keys made for these tests, as DKIM publishes them; nobody has the other halves.
enum SenderKeys {
  static let rsa768 =
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAJaiUXehaIDqq2VrdkO6GzOb2rYWsqMlujoGFsEYjQiBIuP+Vlyc"
    + "JbdzLBY4wm9OgRhg52u8KsXf78jN2+zsOFzGehM0Tzce4FIO83dcgfobOzq9px8p5GBhD9Uk53QMgQIDAQAB"
  static let rsa1024 =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDE/us6S9RAV0hJRVZ1xeHWAX8pGZIMy69+bHWnXPH1x6Bu"
    + "e1kF94mPVbZBTVm2LPKyrDvHve4HFHal3vTAICdlYdEJm4imioHLiAkDHFSXCLxREOQxIjHwMxcmJDcrOrOJ"
    + "bPpLSSe+5rce6cYw5pLbGNr5URmeVGaKMISLcZOKqQIDAQAB"
  static let bare1024 =
    "MIGJAoGBAMT+6zpL1EBXSElFVnXF4dYBfykZkgzLr35sdadc8fXHoG57WQX3iY9VtkFNWbYs8rKsO8e97gcU"
    + "dqXe9MAgJ2Vh0QmbiKaKgcuICQMcVJcIvFEQ5DEiMfAzFyYkNys6s4ls+ktJJ77mtx7pxjDmktsY2vlRGZ5U"
    + "ZoowhItxk4qpAgMBAAE="
  static let rsa2048 =
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6atmmWznG1ZuydOSNiDMfYdkNYpCMznLJ91UAh2a"
    + "kUQb46H0+1EwrVkt7+8KjzUq7ajCfnIs01WPRRJV681cQ7CYSoqqMDRsa/8czdnrHKuoNkCbew+bCb2iqe+k"
    + "By6PrpHufkBShHfBuU53klDrBEgi1/me2Fu0tfpu4q7k2slwJxrkx+7u/2pC4fqbMS0UE8iX4EKR9vi/JTJM"
    + "nfUaAlchGNbWdrkZCdPLqwlz3IJVo7zNszXqdQbl3UYCepsPBH+mDrTKkAEH1TYM3y6a7nc285jWZO4bDI2a"
    + "YkqXv2lxn73lPDdWRaeg01urMjM14b/L6IDcW5Bmd904lJTZkwIDAQAB"
  static let ed25519 =
    "waAEyvhJmFwIdZrjCsxuF8yQPVFEKHSgsoeoqlTOoUQ="
}
