using System.Text;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>Looks for what a ticket keeps secret, in all usual forms.</summary>
internal static class Secrets
{
    /// <summary>Long enough to be found nowhere by chance, short enough to find a secret that was cut.</summary>
    private const int Part = 12;

    /// <summary>Fails where bytes hold a piece of the secret or private key: raw, in base 64 or in hex.</summary>
    public static void AssertNone(Ticket ticket, ReadOnlySpan<byte> bytes, string where)
    {
        foreach (var (name, form, needle) in Needles(ticket))
        {
            Assert.False(bytes.IndexOf(needle) >= 0, $"{where} holds the {name} in {form} form");
        }
    }

    public static void AssertNone(Ticket ticket, string text, string where) =>
        AssertNone(ticket, Encoding.UTF8.GetBytes(text), where);

    /// <summary>Each secret is taken in the middle, where its bytes are its own.</summary>
    private static IEnumerable<(string Name, string Form, byte[] Needle)> Needles(Ticket ticket)
    {
        var secret = ticket.Secret.ToByteArray();
        foreach (var needle in Forms("secret", secret, secret.Length / 2))
        {
            yield return needle;
        }

        if (ticket.Key.Length > 0)
        {
            // Of PKCS #8 for this curve: the private value begins at byte 36; what comes before it is no secret.
            foreach (var needle in Forms("private key", ticket.Key.ToByteArray(), 42))
            {
                yield return needle;
            }
        }
    }

    private static IEnumerable<(string Name, string Form, byte[] Needle)> Forms(string name, byte[] secret, int from)
    {
        var part = secret.AsSpan(from, Part).ToArray();
        yield return (name, "raw", part);
        yield return (name, "hex", Encoding.ASCII.GetBytes(Convert.ToHexString(part)));
        yield return (name, "lower hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(part)));
        for (var shift = 0; shift < 3; shift++)
        {
            // The whole ticket is written in base 64, where a secret begins at any of three shifts;
            // only characters that depend on its bytes alone are looked for.
            var text = Convert.ToBase64String([.. new byte[shift], .. part]);
            var own = text[(shift == 0 ? 0 : 4)..^4];
            yield return (name, $"base 64 (shift {shift})", Encoding.ASCII.GetBytes(own));
            yield return (name, $"base 64 for names (shift {shift})",
                Encoding.ASCII.GetBytes(own.Replace('+', '-').Replace('/', '_')));
        }
    }
}
