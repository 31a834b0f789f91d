using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Connections;

/// <summary>
/// Both ends prove that they know the cluster's secret without sending it; then they compare versions.
/// </summary>
internal static class Handshake
{
    /// <summary>Raised whenever messages change their meaning.</summary>
    public const uint Protocol = 4;

    private const int NonceBytes = 32;
    private const int LongestName = 1024;

    /// <summary>The listener's part.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="reader">Reads from it.</param>
    /// <param name="secret">The cluster's.</param>
    /// <param name="terms">
    /// What a peer that knows the secret and runs the same is told; the rest is filled in.
    /// </param>
    /// <param name="own">What this end runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the peer said of itself, or null where it did not prove to know the secret.</returns>
    /// <exception cref="ProtocolException">It runs something else; it was told so.</exception>
    public static async Task<Hello?> AcceptAsync(
        Stream stream, FrameReader reader, byte[] secret, Func<Hello, Task<Welcome>> terms, Versions own,
        CancellationToken cancellationToken)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        await WriteAsync(
            stream, new Challenge { Protocol = own.Protocol, Nonce = ByteString.CopyFrom(nonce) }, cancellationToken);
        var hello = (await reader.ReadAsync(Hello.Parser, FrameLimits.Stranger, cancellationToken))?.Message;
        if (hello is null || hello.Nonce.Length != NonceBytes ||
            !CryptographicOperations.FixedTimeEquals(hello.Proof.Span, Proof(secret, "silo", nonce, hello)))
        {
            return null;
        }

        if (!HasPlainNames(hello))
        {
            throw new ProtocolException("the names that it gives itself are missing, too long or no plain text");
        }

        var refusal = own.Refusal(hello);
        var welcome = refusal.Length == 0 ? await terms(hello) : new Welcome { Refusal = refusal };
        welcome.Proof = ByteString.CopyFrom(Proof(secret, "dispatcher", nonce, hello));
        await WriteAsync(stream, welcome, cancellationToken);
        return welcome.Refusal.Length == 0 ? hello : throw new ProtocolException(welcome.Refusal);
    }

    /// <summary>The dialer's part.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="reader">Reads from it.</param>
    /// <param name="secret">The cluster's.</param>
    /// <param name="hello">What the dialer says of its worker; the rest is filled in.</param>
    /// <param name="own">What this end runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProtocolException">The listener does not know the secret, or refuses.</exception>
    public static async Task<Welcome> DialAsync(
        Stream stream, FrameReader reader, byte[] secret, Hello hello, Versions own,
        CancellationToken cancellationToken)
    {
        var challenge = (await reader.ReadAsync(Challenge.Parser, FrameLimits.Stranger, cancellationToken))?.Message
            ?? throw new ProtocolException("the dispatcher closed the connection at once");
        hello.Nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(NonceBytes));
        (hello.Protocol, hello.Runtime, hello.Rid) = (own.Protocol, own.Runtime, own.Rid);
        hello.Host = Environment.MachineName;
        hello.Process = Environment.ProcessId;
        hello.Proof = ByteString.CopyFrom(Proof(secret, "silo", challenge.Nonce.ToByteArray(), hello));
        await WriteAsync(stream, hello, cancellationToken);
        var welcome = (await reader.ReadAsync(Welcome.Parser, FrameLimits.Stranger, cancellationToken))?.Message
            ?? throw new ProtocolException("the dispatcher does not accept this worker's secret");
        var expected = Proof(secret, "dispatcher", challenge.Nonce.ToByteArray(), hello);
        if (!CryptographicOperations.FixedTimeEquals(welcome.Proof.Span, expected))
        {
            throw new ProtocolException("the dispatcher does not know the cluster's secret");
        }

        if (welcome.Refusal.Length > 0)
        {
            throw new ProtocolException(welcome.Refusal);
        }

        // The most that a timer takes, and a span of time.
        return welcome is { HeartbeatMs: >= 1 and < uint.MaxValue, SilenceMs: >= 1 } &&
            welcome.SilenceMs <= TimeSpan.MaxValue.TotalMilliseconds ? welcome : throw new ProtocolException(
                $"heartbeats every {welcome.HeartbeatMs} ms and silence of {welcome.SilenceMs} ms cannot be kept");
    }

    /// <summary>Names of peers get into messages and logs.</summary>
    private static bool HasPlainNames(Hello hello) =>
        hello.Worker.Length > 0 &&
        hello.Resources.Keys.Concat([hello.Worker, hello.Host, hello.Node, hello.Runtime, hello.Rid]).All(
            name => name.Length <= LongestName && !name.Any(char.IsControl));

    private static byte[] Proof(byte[] secret, string role, byte[] nonce, Hello hello)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.UTF8.GetBytes(role));
        hash.AppendData(nonce);
        hash.AppendData(hello.Nonce.Span);
        hash.AppendData(Encoding.UTF8.GetBytes(hello.Worker));
        return hash.GetHashAndReset();
    }

    /// <summary>Sends a message by itself.</summary>
    public static async Task WriteAsync(Stream stream, IMessage message, CancellationToken cancellationToken)
    {
        var frame = new byte[FrameReader.PrefixBytes + message.CalculateSize()];
        BitConverter.TryWriteBytes(frame, frame.Length - FrameReader.PrefixBytes);
        message.WriteTo(frame.AsSpan(FrameReader.PrefixBytes));
        await stream.WriteAsync(frame, cancellationToken);
    }
}
