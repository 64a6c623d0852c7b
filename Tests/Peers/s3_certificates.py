"""Which certificates of a server are trusted: what is in the bundle, by whatever way a chain leads there."""

import datetime
import ipaddress
import ssl

import captures
from network import Authority, Door
from processes import scratch
from program import replay
from reading import Reading, rclone

KEY = "certified"


class Certificate:
    """A certificate for a key of its own; `by` is who signs it, itself where nobody is named.

    Its name is encoded as `kind` says, and so is that of its authority where `issuer` does not say otherwise.
    """

    def __init__(self, name, by=None, kind="UTF8String", issuer=None, is_authority=True, days=30):
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        self._pem = serialization.Encoding.PEM
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(
            x509.oid.NameOID.COMMON_NAME, name, _type=getattr(x509.name._ASN1Type, kind))])
        now = datetime.datetime.now(datetime.timezone.utc)
        extensions = [
            x509.BasicConstraints(ca=is_authority, path_length=None),
            x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()),
            x509.AuthorityKeyIdentifier.from_issuer_public_key((by or self).key.public_key())]
        if not is_authority:
            extensions.append(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]))
        builder = (
            x509.CertificateBuilder().subject_name(self.name)
            .issuer_name(issuer or (by or self).name).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(now + datetime.timedelta(days=days)))
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        self.text = builder.sign((by or self).key, hashes.SHA256()).public_bytes(self._pem).decode()
        self.private = self.key.private_bytes(
            self._pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


def server(by=None, **more):
    """A server's certificate."""
    return Certificate("127.0.0.1", by, is_authority=False, **more)


class Certified(Reading):
    """What is trusted of AWS's side."""

    @classmethod
    def setUpClass(cls):
        rclone().put(KEY, captures.content(KEY))
        # Among so many others an authority is seldom alone.
        with open(Authority(others=20).stranger, encoding="utf-8") as file:
            cls.others = file.read()

    def read(self, shown, bundle):
        """Reads an object through a door that shows certificates, its own first."""
        path, authorities = scratch("shown.pem"), scratch("authorities.pem")
        with open(path, "w", encoding="utf-8") as file:
            file.write(shown[0].private + "".join(each.text for each in shown))
        with open(authorities, "w", encoding="utf-8") as file:
            file.write(bundle)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        with Door(rclone().port, tls=context) as door:
            settings = {**rclone().settings, "AWS_ENDPOINT_URL_S3": door.url, "AWS_CA_BUNDLE": authorities}
            ending = replay(f"s3://bucket/{KEY}", settings=settings)
            self.heads = door.heads
            return ending

    def assertTrusts(self, shown, bundle):
        """The object comes."""
        self.assertDelivers(self.read(shown, bundle), [KEY])

    def assertMistrusts(self, shown, bundle):
        """Nothing is said to the server."""
        self.assertRefuses(self.read(shown, bundle), "certificate is not trusted", "AWS_CA_BUNDLE")
        self.assertEqual(self.heads, [])

    def test_an_authority_in_the_bundle_is_trusted_with_and_without_another_between(self):
        root = Certificate("root")
        between = Certificate("between", root)
        self.assertTrusts([server(root)], self.others + root.text)
        self.assertTrusts([server(between), between], self.others + root.text)
        self.assertTrusts([server(between), between, root], root.text + self.others)
        self.assertTrusts([server(between)], self.others + between.text + root.text)
        self.assertMistrusts([server(between)], self.others + root.text)

    def test_an_authority_between_and_a_server_by_itself_are_trusted_where_the_bundle_has_them(self):
        root = Certificate("root")
        between = Certificate("between", root)
        leaf = server(root)
        self.assertTrusts([server(between), between], self.others + between.text)
        self.assertTrusts([leaf], self.others + leaf.text)
        alone = server()
        self.assertTrusts([alone], self.others + alone.text)
        self.assertMistrusts([alone], self.others)

    def test_of_authorities_with_one_name_the_one_that_signed_is_found(self):
        first, second, third = (Certificate("the authority") for _ in range(3))
        for signer in (first, second):
            self.assertTrusts([server(signer)], first.text + self.others + second.text)
        self.assertMistrusts([server(third)], first.text + self.others + second.text)

    def test_a_name_may_be_encoded_in_two_ways(self):
        root = Certificate("the  Authority", kind="PrintableString")
        same = Certificate("The authority", kind="UTF8String")
        self.assertTrusts([server(root, issuer=same.name)], self.others + root.text)

    def test_what_else_stands_in_a_bundle_does_not_matter(self):
        root = Certificate("root")
        other = Certificate("other")
        text = "The authorities of the house\n\n" + other.private + root.text.replace("\n", "\r\n") + "# the end\n"
        self.assertTrusts([server(root)], text)
        for kind in ("X509 CERTIFICATE", "TRUSTED CERTIFICATE"):
            self.assertTrusts([server(root)], self.others + root.text.replace("CERTIFICATE", kind))

    def test_an_authority_whose_time_is_over_is_not_trusted(self):
        root = Certificate("root", days=-1)
        self.assertMistrusts([server(root)], self.others + root.text)

    def test_a_bundle_that_is_damaged_is_named(self):
        root = Certificate("root")
        cut_off = root.text[:200]
        for text in ("", "no certificates", self.others + cut_off, root.text.replace("MII", "!!!")):
            ending = self.read([server(root)], text)
            self.assertRefuses(ending, "certificate authorities in", "authorities.pem", "cannot be read")
            self.assertEqual(self.heads, [])

    def test_a_bundle_of_many_takes_hardly_longer_than_one_authority(self):
        root = Certificate("root")
        leaf = server(root)
        # To parse all of these takes some 30 ms.
        with open(Authority().stranger, encoding="utf-8") as file:
            crowd = file.read()
        costs = [min(self.read([leaf], text).seconds for _ in range(5)) for text in (root.text, crowd + root.text)]
        self.assertLess(costs[1] - costs[0], 0.012, f"seconds of the processor: {costs}")
