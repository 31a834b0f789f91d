using System.Text;

namespace ParallelCompute.Values.Library;

/// <summary>String builders: the text, and the room for more.</summary>
internal static class StringBuilders
{
    /// <summary>Characters of room that few bytes may ask for.</summary>
    private const int MostRoom = 256;

    public static void Write(ValueWriter w, StringBuilder value)
    {
        w.WriteVarUInt((uint)value.Capacity);
        w.WriteVarUInt((uint)value.MaxCapacity);
        Leaf.WriteText(w, value.ToString());
    }

    public static StringBuilder Read(ValueReader r)
    {
        var capacity = Leaf.ReadInt(r);
        var most = Leaf.ReadInt(r);
        var text = Leaf.ReadText(r);
        var room = Math.Min(capacity, Math.Max(2 * (long)text.Length, MostRoom));
        return new StringBuilder((int)Math.Max(room, text.Length), most).Append(text);
    }
}
