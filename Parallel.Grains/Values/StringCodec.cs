using System.Runtime.InteropServices;
using System.Text;

namespace ParallelCompute.Values;

/// <summary>Writes strings: a byte per character where all are ASCII, else two, so every string survives.</summary>
internal sealed class StringCodec : ValueCodec<string?>
{
    public override int FixedSize => 0;

    internal override bool IsLeaf => true;

    public override void Write(ValueWriter w, string? value)
    {
        if (value is null)
        {
            w.WriteVarUInt(0);
            return;
        }

        var wide = !Ascii.IsValid(value);
        w.WriteVarUInt((((ulong)value.Length << 1) | (wide ? 1UL : 0)) + 1);
        if (wide)
        {
            w.WriteBytes(Blittable.Bytes(value.AsSpan()));
        }
        else
        {
            Ascii.FromUtf16(value, w.Reserve(value.Length), out _);
        }
    }

    public override string? Read(ValueReader r)
    {
        var header = r.ReadVarUInt();
        if (header == 0)
        {
            return null;
        }

        var wide = ((header - 1) & 1) != 0;
        var length = (header - 1) >> 1;
        if (length > (ulong)(wide ? r.Remaining / sizeof(char) : r.Remaining))
        {
            throw new ShippingException($"a string of {length} characters is announced in {r.Remaining} bytes");
        }

        return wide ? new string(MemoryMarshal.Cast<byte, char>(r.ReadBytes((int)length * sizeof(char))))
            : Encoding.Latin1.GetString(r.ReadBytes((int)length));
    }
}
