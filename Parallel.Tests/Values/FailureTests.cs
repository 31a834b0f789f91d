using System.Globalization;
using System.Net.Sockets;
using ParallelCompute.Code;
using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using ParallelCompute.Wire;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class FailureTests
{
    [Fact]
    public void A_users_exception_keeps_its_type_fields_and_stack()
    {
        var back = Assert.IsType<StationException>(Trip(Thrown(new StationException(7, new(1, 2, "kg"), null))));
        Assert.Equal((7, new Reading(1, 2, "kg"), "station 7 failed"), (back.Code, back.Reading, back.Message));
        Assert.Contains(nameof(Thrown), back.StackTrace, StringComparison.Ordinal);
        var again = Assert.Throws<StationException>(new Action(() => throw back));
        Assert.Contains(nameof(Thrown), again.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(A_users_exception_keeps_its_type_fields_and_stack), again.StackTrace!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_cannot_be_sent_stays_empty_and_the_type_remains()
    {
        var back = Assert.IsType<StationException>(Trip(new StationException(7, new(1, 2, "kg"), Stream.Null)));
        Assert.Equal("station 7 failed", back.Message);
        Assert.Null(back.Stream);
    }

    [Fact]
    public void Inner_exceptions_and_data_come_along()
    {
        var error = new InvalidOperationException("outer", Thrown(new StationException(1, null, null)))
        {
            Data = { ["file"] = "a.wav", [3] = new Reading(1, 2, "kg"), ["open"] = Stream.Null },
            HelpLink = "https://example.org/help", Source = "here", HResult = unchecked((int)0x80070057),
        };
        var back = Trip(error);
        Assert.Equal(1, Assert.IsType<StationException>(back.InnerException).Code);
        Assert.Contains(nameof(Thrown), back.InnerException.StackTrace, StringComparison.Ordinal);
        Assert.Equal("a.wav", back.Data["file"]);
        Assert.Equal(new Reading(1, 2, "kg"), back.Data[3]);
        Assert.Equal(Stream.Null.ToString(), back.Data["open"]);
        Assert.Equal((error.HelpLink, error.Source, error.HResult), (back.HelpLink, back.Source, back.HResult));
    }

    [Fact]
    public void An_aggregate_keeps_all_of_its_exceptions()
    {
        var back = Assert.IsType<AggregateException>(Trip(new AggregateException(
            "both", Thrown(new StationException(1, null, null)), new TimeoutException("t"))));
        Assert.Equal(
            [typeof(StationException), typeof(TimeoutException)], back.InnerExceptions.Select(e => e.GetType()));
        Assert.StartsWith("both", back.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exceptions_of_the_base_library_keep_what_they_tell()
    {
        var argument = Assert.IsType<ArgumentOutOfRangeException>(
            Trip(new ArgumentOutOfRangeException("rate", 5, "too high")));
        Assert.Equal(("rate", 5), (argument.ParamName, argument.ActualValue));
        Assert.Equal("a.wav", Assert.IsType<FileNotFoundException>(
            Trip(new FileNotFoundException("gone", "a.wav"))).FileName);
        Assert.IsType<SocketException>(Trip(new SocketException((int)SocketError.HostNotFound)));
        Assert.IsType<TaskCanceledException>(Trip(new TaskCanceledException()));
        Assert.IsType<UnauthorizedAccessException>(Trip(new UnauthorizedAccessException()));
        Assert.Equal("xx", Assert.IsType<CultureNotFoundException>(
            Trip(new CultureNotFoundException("culture", "xx", "none"))).InvalidCultureName);
    }

    [Fact]
    public void The_projects_own_errors_keep_their_parts()
    {
        Assert.Equal(["a", "b"], Assert.IsType<ArgumentConflictException>(
            Trip(new ArgumentConflictException(["a", "b"]))).Names);
        Assert.Equal("field 'x'", Assert.IsType<ShippingException>(Trip(new ShippingException("r", "field 'x'"))).Path);
        Assert.Equal("w1", Assert.IsType<SetupException>(Trip(new SetupException("s") { WorkerId = "w1" })).WorkerId);
        Assert.Equal(3, Assert.IsType<LaunchException>(Trip(new LaunchException("l") { ExitCode = 3 })).ExitCode);
        Assert.Equal("tail", Assert.IsType<WorkerLostException>(
            Trip(new WorkerLostException("m", "w2", "killed", "tail"))).LogTail);
    }

    [Fact]
    public void What_cannot_be_rebuilt_arrives_as_text_with_its_stack()
    {
        var back = Assert.IsType<RemoteException>(Trip(Thrown(new BrokenException())));
        Assert.Equal(typeof(BrokenException).FullName, back.TypeName);
        Assert.Contains("Message threw System.NotSupportedException", back.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), back.StackTrace, StringComparison.Ordinal);

        var failure = Failures.Of(new InvalidOperationException("outer", new StationException(4, null, null)));
        var stranger = Assert.IsType<RemoteException>(Failures.Rebuild(failure, new NoTypes()));
        Assert.Contains("outer", stranger.Message, StringComparison.Ordinal);
        Assert.Contains("station 4", stranger.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_holds_far_too_much_arrives_as_text() =>
        Assert.IsType<RemoteException>(Trip(new InvalidOperationException(new string('x', 2_000_000))));

    [Fact]
    public void Exceptions_are_values_too()
    {
        Exception error = new StationException(7, null, null);
        error.Data["self"] = error;
        var back = Codec.Trip(new object[] { error, error });
        Assert.Same(back[0], back[1]);
        Assert.Same(back[0], ((Exception)back[0]).Data["self"]);
    }

    private static Exception Trip(Exception exception) =>
        Failures.Rebuild(Failure.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(
            Failures.Of(exception))), KnownTypes.Instance);

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private sealed class NoTypes : ITypeResolver
    {
        public Type Resolve(TypeName name) => throw new ShippingException($"{name.Name} is not known");
    }
}
