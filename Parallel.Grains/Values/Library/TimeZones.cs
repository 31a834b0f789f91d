namespace ParallelCompute.Values.Library;

/// <summary>Time zones: those of the system by their id, others by their text where that tells all.</summary>
internal sealed class TimeZones
{
    private const byte Utc = 0;
    private const byte OfSystem = 1;
    private const byte Local = 2;
    private const byte OfText = 3;

    private readonly SystemTimeZones _known = new();

    private TimeZones()
    {
    }

    /// <summary>Makes the codec, and with it loads the zones of this machine.</summary>
    public static LeafCodec<TimeZoneInfo> Codec()
    {
        var zones = new TimeZones();
        return new LeafCodec<TimeZoneInfo>(zones.Write, zones.Read);
    }

    private void Write(ValueWriter w, TimeZoneInfo value)
    {
        if (ReferenceEquals(value, TimeZoneInfo.Utc))
        {
            w.WriteByte(Utc);
        }
        else if (_known.Find(value.Id) is { } known && value.Equals(known))
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

    private TimeZoneInfo Read(ValueReader r)
    {
        var kind = r.ReadByte();
        return kind switch
        {
            Utc => TimeZoneInfo.Utc,
            OfSystem => Find(Leaf.ReadText(r)),
            Local => Find(Leaf.ReadText(r)) is var zone && TimeZoneInfo.Local.Equals(zone) ? TimeZoneInfo.Local : zone,
            OfText => TimeZoneInfo.FromSerializedString(Leaf.ReadText(r)),
            _ => throw new ShippingException($"the bytes name a time zone of kind {kind}"),
        };
    }

    private TimeZoneInfo Find(string id) => _known.Find(id) ??
        throw new ShippingException($"this machine knows no time zone '{id}'; install its time zone data");
}
