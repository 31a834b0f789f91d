namespace ParallelCompute.Tests.Values.Samples;

public sealed class TicketCodec : IValueCodec<Ticket>
{
    public void Write(IValueWriter writer, Ticket value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Number);
        writer.Write($"no. {value.Number}");
    }

    public Ticket Read(IValueReader reader) =>
        new(int.Parse(reader.Read<string>()["no. ".Length..], System.Globalization.CultureInfo.InvariantCulture));
}
