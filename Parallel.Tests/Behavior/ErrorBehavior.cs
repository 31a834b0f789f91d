namespace ParallelCompute.Tests.Behavior;

/// <summary>What the caller sees of exceptions that functions and inputs throw.</summary>
public abstract class ErrorBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    private static int FailAt7(int x) => x == 7 ? throw new ArgumentOutOfRangeException(null, "seven is too much") : x;

    [Fact]
    public async Task An_exception_reaches_the_caller_as_itself()
    {
        var thrown = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Client.ParallelMapAsync(FailAt7, Enumerable.Range(0, 10)).Soon());
        Assert.Equal("seven is too much", thrown.Message);
        Assert.Equal(7L, thrown.Data["ItemIndex"]);
        Assert.Contains(thrown.Data["WorkerId"], Client.Snapshot().Workers.Select(w => w.Id));
    }

    [Fact]
    public async Task An_exception_shows_where_it_was_thrown_on_the_worker()
    {
        var thrown = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Client.ParallelMapAsync(FailAt7, [7]).Soon());
        Assert.Contains($"{nameof(ErrorBehavior)}.{nameof(FailAt7)}", thrown.StackTrace, StringComparison.Ordinal);
        Assert.Contains($"{nameof(ParallelClient)}.MapCoreAsync", thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_the_users_own_type_keeps_message_and_cause()
    {
        var thrown = await Assert.ThrowsAsync<ModelException>(() => Client.ParallelMapAsync<int, int>(
            int (x) => throw new ModelException("outer", new FormatException("inner")), [1]).Soon());
        Assert.Equal("outer", thrown.Message);
        Assert.Equal("inner", Assert.IsType<FormatException>(thrown.InnerException).Message);
    }

    [Fact]
    public async Task An_exception_type_that_cannot_be_rebuilt_arrives_as_a_stand_in()
    {
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => Client.ParallelMapAsync<int, int>(
            int (x) => throw new OwningException(3), [1]).Soon());
        Assert.EndsWith(nameof(OwningException), thrown.TypeName, StringComparison.Ordinal);
        Assert.Contains("owns 3", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0L, thrown.Data["ItemIndex"]);
        Assert.Contains(nameof(ErrorBehavior), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_without_usual_constructors_arrives_with_its_fields()
    {
        var thrown = await Assert.ThrowsAsync<OddException>(() => Client.ParallelMapAsync<int, int>(
            int (x) => throw new OddException(x, true), [3]).Soon());
        Assert.Equal(("odd 3", true), (thrown.Message, thrown.Odd));
        Assert.Contains(nameof(ErrorBehavior), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_an_asynchronous_function_arrives_unwrapped() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Client.ParallelMapAsync(
            async x =>
            {
                await Task.Yield();
                return x > 0 ? throw new InvalidTimeZoneException("late") : x;
            },
            [1]).Soon());

    [Fact]
    public async Task The_first_exception_stops_the_run()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var input = new Inputs();
        var map = Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}", WorkerContext.Current.CancellationToken);
                return x == 0 ? throw new InvalidDataException("bad") : x;
            },
            input.Items(), new MapOptions { BatchSize = 1 });
        var visits = await gate.NextAsync(2);
        visits.Single(v => v.Name == "0").Release();
        // The input has no end and the other item is still at the gate: only the exception can end this.
        await Assert.ThrowsAsync<InvalidDataException>(() => map.Soon());
        await visits.Single(v => v.Name != "0").GoneAsync();
        await Client.ParallelMapAsync(x => x, [5]).GivesAsync(5);
    }

    [Fact]
    public async Task A_cancellation_thrown_by_user_code_is_an_error_like_any_other()
    {
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => Client.ParallelMapAsync<int, int>(
            int (x) => throw new OperationCanceledException("my own"), [1]).Soon());
        Assert.Equal("my own", thrown.Message);
        Assert.Equal(0L, thrown.Data["ItemIndex"]);
    }

    [Fact]
    public async Task An_input_that_throws_reaches_the_caller()
    {
        var error = new InvalidDataException("broken input");
        IEnumerable<int> Broken()
        {
            yield return 1;
            yield return 2;
            throw error;
        }

        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(
            () => Client.ParallelMapAsync(x => x, Broken()).Soon()));
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(
            () => Client.ParallelForAsync(x => x, Broken()).AllAsync()));
    }

    [Fact]
    public async Task An_asynchronous_input_that_throws_reaches_the_caller()
    {
        var error = new InvalidDataException("broken input");
        async IAsyncEnumerable<int> Broken()
        {
            yield return 1;
            await Task.Yield();
            throw error;
        }

        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(
            () => Client.ParallelMapAsync(x => x, Broken()).Soon()));
    }

    [Fact]
    public async Task Null_is_refused_as_function_and_as_input()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => Client.ParallelMapAsync((Func<int, int>)null!, [1]).Soon());
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => Client.ParallelMapAsync(x => x, (int[])null!).Soon());
    }

    private sealed class ModelException(string message, Exception? inner) : Exception(message, inner);

    private sealed class OddException(int code, bool odd) : Exception($"odd {code}")
    {
        public bool Odd => odd;
    }

    /// <summary>Cannot be sent: its finalizer says that it owns more than data.</summary>
    private sealed class OwningException(int code) : Exception($"owns {code}")
    {
        ~OwningException() => GC.KeepAlive(this);
    }
}
