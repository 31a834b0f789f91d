using System.Buffers;

namespace ParallelCompute.Values.Library;

/// <summary>Time zones: those of the system by their id, others by their text where that tells all.</summary>
internal static class TimeZones
{
    private const byte Utc = 0;
    private const byte OfSystem = 1;
    private const byte Local = 2;
    private const byte OfText = 3;
    private const int LongestId = 100;

    // An id is also the path of a file below the folder of the system's zones.
    private static readonly SearchValues<char> InIds =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    public static void Write(ValueWriter w, TimeZoneInfo value)
    {
        if (ReferenceEquals(value, TimeZoneInfo.Utc))
        {
            w.WriteByte(Utc);
        }
        else if (IsId(value.Id) && TimeZoneInfo.TryFindSystemTimeZoneById(value.Id, out var found) &&
            value.Equals(found))
        {
            w.WriteByte(ReferenceEquals(value, TimeZoneInfo.Local) ? Local : OfSystem);
            Leaf.WriteText(w, value.Id);
        }
        else
        {
            var text = value.ToSerializedString();
            if (!TimeZoneInfo.FromSerializedString(text).Equals(value))
            {
                throw new ShippingException($"the time zone '{value.Id}' cannot be sent, since the system does not " +
                    "know its id and its text does not hold all of its rules; create it in setup");
            }

            w.WriteByte(OfText);
            Leaf.WriteText(w, text);
        }
    }

    public static TimeZoneInfo Read(ValueReader r)
    {
        var kind = r.ReadByte();
        if (kind is OfSystem or Local)
        {
            return Find(Leaf.ReadText(r), kind);
        }

        return kind switch
        {
            Utc => TimeZoneInfo.Utc,
            OfText => TimeZoneInfo.FromSerializedString(Leaf.ReadText(r)),
            _ => throw new ShippingException($"the bytes name a time zone of kind {kind}"),
        };
    }

    private static TimeZoneInfo Find(string id, byte kind)
    {
        if (!IsId(id) || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            throw new ShippingException($"this machine knows no time zone '{id}'; install its time zone data");
        }

        return kind == Local && TimeZoneInfo.Local.Equals(zone) ? TimeZoneInfo.Local : zone;
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= LongestId && id[0] != '/' && !id.AsSpan().ContainsAnyExcept(InIds);
}
