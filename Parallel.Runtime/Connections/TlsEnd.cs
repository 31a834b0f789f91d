using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ParallelCompute.Runtime.Connections;

/// <summary>One end of a cluster's TLS connections: what it shows, and the one certificate that it accepts.</summary>
/// <remarks>
/// The other end's certificate is known by its hash. No authority, name or date takes part, so nothing that the machine
/// trusts otherwise matters, nor whether its clock is right.
/// </remarks>
internal sealed class TlsEnd : IDisposable
{
    private readonly X509Certificate2 _own;
    private readonly byte[] _peer;
    private readonly SslStreamCertificateContext _shown;

    /// <param name="own">What is shown, with its key; disposed with this.</param>
    /// <param name="peer">The hash of what is accepted.</param>
    public TlsEnd(X509Certificate2 own, byte[] peer)
    {
        (_own, _peer) = (own, peer);
        _shown = SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true);
    }

    /// <summary>The listener's part.</summary>
    /// <exception cref="AuthenticationException">The peer speaks no TLS 1.3 or shows another certificate.</exception>
    public Task<Stream> AcceptAsync(Stream stream, CancellationToken cancellationToken) => OpenAsync(
        stream, tls => tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = _shown, ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13, AllowRenegotiation = false, AllowTlsResume = false,
                CertificateChainPolicy = NoChain(), RemoteCertificateValidationCallback = IsPeer,
            },
            cancellationToken));

    /// <summary>The dialer's part.</summary>
    /// <exception cref="AuthenticationException">The peer speaks no TLS 1.3 or shows another certificate.</exception>
    public Task<Stream> DialAsync(Stream stream, CancellationToken cancellationToken) => OpenAsync(
        stream, tls => tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                ClientCertificateContext = _shown, EnabledSslProtocols = SslProtocols.Tls13,
                AllowRenegotiation = false, AllowTlsResume = false,
                CertificateChainPolicy = NoChain(), RemoteCertificateValidationCallback = IsPeer,
            },
            cancellationToken));

    public void Dispose() => _own.Dispose();

    private static async Task<Stream> OpenAsync(Stream stream, Func<SslStream, Task> authenticate)
    {
        var tls = new SslStream(stream);
        try
        {
            await authenticate(tls);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the runtime from reading the machine's authorities and from asking the network for any.</summary>
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    private bool IsPeer(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(Certificates.Hash(shown), _peer);
}
