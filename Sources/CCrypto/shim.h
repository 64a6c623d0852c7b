#pragma once
// SHA-256 by itself, which later versions would rather see behind an algorithm that is looked up: that look-up makes all
// of the library ready, which takes longer than the rest of a short run.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
