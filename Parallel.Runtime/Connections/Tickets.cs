using Google.Protobuf;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Connections;

/// <summary>Tickets of the builtin engine as the text that launchers carry.</summary>
internal static class Tickets
{
    public static JoinTicket Of(Ticket ticket) =>
        new(BuiltinEngine.Name, Convert.ToBase64String(ticket.ToByteArray())) { Address = Dialer.FirstTcp(ticket) };

    /// <exception cref="FormatException">The text is damaged.</exception>
    public static Ticket Read(string content)
    {
        try
        {
            return Ticket.Parser.ParseFrom(Convert.FromBase64String(content));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
