using System.Text;

namespace ParallelCompute.Values.Library;

/// <summary>Encodings: by code page, and where they differ from the usual one, by mark and fallbacks.</summary>
internal static class Encodings
{
    private const byte Usual = 0;
    private const byte Own = 1;
    private const byte Throws = 1;
    private const byte Replaces = 2;

    public static void Write(ValueWriter w, Encoding value)
    {
        var usual = Encoding.GetEncoding(value.CodePage);
        w.WriteVarUInt((uint)value.CodePage);
        if (ReferenceEquals(value, usual))
        {
            w.WriteByte(Usual);
            return;
        }

        w.WriteByte(Own);
        w.WriteByte(value.Preamble.IsEmpty ? (byte)0 : (byte)1);
        Write(w, value.EncoderFallback, usual.EncoderFallback,
            (value.EncoderFallback as EncoderReplacementFallback)?.DefaultString,
            value.EncoderFallback is EncoderExceptionFallback);
        Write(w, value.DecoderFallback, usual.DecoderFallback,
            (value.DecoderFallback as DecoderReplacementFallback)?.DefaultString,
            value.DecoderFallback is DecoderExceptionFallback);
    }

    public static Encoding Read(ValueReader r)
    {
        var page = Leaf.ReadInt(r);
        if (r.ReadByte() == Usual)
        {
            return Encoding.GetEncoding(page);
        }

        var encoding = (Encoding)Marked(page, r.ReadByte() != 0).Clone();
        encoding.EncoderFallback = Read(r, out var text) switch
        {
            Throws => EncoderFallback.ExceptionFallback,
            Replaces => new EncoderReplacementFallback(text),
            _ => encoding.EncoderFallback,
        };
        encoding.DecoderFallback = Read(r, out text) switch
        {
            Throws => DecoderFallback.ExceptionFallback,
            Replaces => new DecoderReplacementFallback(text),
            _ => encoding.DecoderFallback,
        };
        return encoding;
    }

    private static Encoding Marked(int page, bool mark) => page switch
    {
        65001 => new UTF8Encoding(mark),
        1200 or 1201 => new UnicodeEncoding(page == 1201, mark),
        12000 or 12001 => new UTF32Encoding(page == 12001, mark),
        _ => Encoding.GetEncoding(page),
    };

    private static void Write(ValueWriter w, object fallback, object usual, string? text, bool throws)
    {
        if (fallback.Equals(usual))
        {
            w.WriteByte(Usual);
        }
        else if (throws)
        {
            w.WriteByte(Throws);
        }
        else
        {
            w.WriteByte(Replaces);
            Leaf.WriteText(w, text ?? throw new ShippingException(
                $"an encoding with the fallback {fallback.GetType()} cannot be sent; use one that replaces or throws"));
        }
    }

    private static byte Read(ValueReader r, out string text)
    {
        var kind = r.ReadByte();
        text = kind == Replaces ? Leaf.ReadText(r) : "";
        return kind <= Replaces ? kind : throw new ShippingException($"the bytes name a fallback {kind}");
    }
}
