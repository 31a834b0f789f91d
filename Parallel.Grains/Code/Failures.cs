using System.Runtime.ExceptionServices;
using Google.Protobuf;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Sends exceptions: as values, with text for those who cannot rebuild them.</summary>
public static class Failures
{
    private const int DeepestInner = 16;

    /// <summary>An exception that holds more than this arrives as text.</summary>
    private const int MostBytes = 1024 * 1024;

    private static readonly ValueCodec<Exception?> Codec = ValueCodecs.For<Exception?>();

    /// <summary>What is sent for an exception.</summary>
    /// <remarks>A failure to bring code is sent as itself, not as what the runtime made of it.</remarks>
    public static Failure Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        exception = LoadFailures.Shipping(exception) ?? exception;
        var failure = Text(exception);
        try
        {
            var writer = new ValueWriter();
            Codec.Write(writer, exception);
            if (writer.Position <= MostBytes)
            {
                failure.Value = UnsafeByteOperations.UnsafeWrap(writer.Buffer.AsMemory(0, writer.Position));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A type that no file holds, or a property of the user's that throws: the text must do.
        }

        for (var (at, depth) = (failure, 0); exception.InnerException is { } inner && depth < DeepestInner; depth++)
        {
            at.Inner = Text(inner);
            (at, exception) = (at.Inner, inner);
        }

        return failure;
    }

    /// <summary>
    /// The exception again, of its own type where that can be found, otherwise a <see cref="RemoteException"/>; the
    /// remote stack is kept in its stack trace.
    /// </summary>
    /// <param name="failure">What was sent.</param>
    /// <param name="types">Finds types that this client knows.</param>
    public static Exception Rebuild(Failure failure, ITypeResolver types)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return FromValue(failure, types) ?? FromText(failure, 0);
    }

    private static Failure Text(Exception exception)
    {
        string message;
        try
        {
            message = exception.Message;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            message = $"(its Message threw {e.GetType()})";
        }

        return new Failure
        {
            TypeName = exception.GetType().FullName ?? exception.GetType().Name,
            Message = message,
            Stack = exception.StackTrace ?? "",
        };
    }

    private static Exception? FromValue(Failure failure, ITypeResolver types)
    {
        if (failure.Value.IsEmpty)
        {
            return null;
        }

        try
        {
            var built = Codec.Read(new ValueReader(failure.Value.Memory, types));
            return built?.Message == failure.Message ? built : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A type that is not known here, or whose own code refuses: the stand-in carries the message.
            return null;
        }
    }

    private static RemoteException FromText(Failure failure, int depth)
    {
        var inner = failure.Inner is { } sent && depth < DeepestInner ? FromText(sent, depth + 1) : null;
        var exception = new RemoteException(failure.TypeName, failure.Message, inner);
        if (failure.Stack.Length > 0)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, failure.Stack);
        }

        return exception;
    }
}
