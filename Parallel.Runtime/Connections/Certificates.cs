using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ParallelCompute.Runtime.Connections;

/// <summary>Makes the certificates of a cluster. They live in memory only.</summary>
internal static class Certificates
{
    /// <summary>Nobody checks the dates: the certificate is known by its hash. They only have to be there.</summary>
    private const int Years = 10;

    /// <summary>A new certificate with its private key.</summary>
    /// <param name="name">For whoever looks at the traffic.</param>
    public static X509Certificate2 Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
    }

    /// <exception cref="CryptographicException">These are no certificate and its key.</exception>
    public static X509Certificate2 Load(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key)
    {
        using var loaded = X509CertificateLoader.LoadCertificate(certificate);
        using var secret = ECDsa.Create();
        secret.ImportPkcs8PrivateKey(key, out _);
        return loaded.CopyWithPrivateKey(secret);
    }

    public static byte[] ExportKey(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKey();
    }

    /// <summary>What the other end knows a certificate by.</summary>
    public static byte[] Hash(X509Certificate certificate) => SHA256.HashData(certificate.GetRawCertData());
}
