/**
 * A key and a certificate for localhost, made for these tests and used nowhere else. They are kept
 * here because Node cannot make a certificate by itself.
 */
export const tlsFixture = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1JnlqhMXsZ8kWF8q
FO1FoWY0rb4vUBsZDihfYgrO3nGhRANCAASi+ffq7LHlR/GUQCQBhFvpKWqB8HXd
iSPg4PTiXyDZ21K90vqh2YBF1aNvzZxXJuBpHpUviI3my1cPveWGunDp
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUCgAwIBAgITJNvDeGjAG3m1RZDCtc9uZe5uZDAKBggqhkjOPQQDAjAU
MRIwEAYDVQQDDAlsb2NhbGhvc3QwIBcNMjYxMTIzMDgyNzA1WhgPMjEyNjEwMzAw
ODI3MDVaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABKL59+rsseVH8ZRAJAGEW+kpaoHwdd2JI+Dg9OJfINnbUr3S+qHZgEXV
o2/NnFcm4GkelS+IjebLVw+95Ya6cOmjbzBtMB0GA1UdDgQWBBRenYQuj7OM31/2
6MHCmN8Ktob0NDAfBgNVHSMEGDAWgBRenYQuj7OM31/26MHCmN8Ktob0NDAPBgNV
HRMBAf8EBTADAQH/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjO
PQQDAgNJADBGAiEAix3A+ncHw+Uusb/Z92l81usYhgUdafaeIOvZbaMg1WICIQDr
1t4TIajuwd7LGdwH0Zfoy8GPepPPb5FvkjDYGKYe7g==
-----END CERTIFICATE-----
`,
} as const
