using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["threads_per_worker", "nanny", "host", "port", "id"];

    [Theory]
    [InlineData("thread_per_worker", "threads_per_worker")]
    [InlineData("ThreadsPerWorker", "threads_per_worker")]
    [InlineData("thraeds_per_worker", "threads_per_worker")]
    [InlineData("prot", "port")]
    [InlineData("HOST", "host")]
    [InlineData("nany", "nanny")]
    public void A_typing_error_finds_the_name_that_was_meant(string written, string meant) =>
        Assert.Equal(meant, NearestName.Find(written, Known));

    [Theory]
    [InlineData("")]
    [InlineData("ix")]
    [InlineData("queue")]
    [InlineData("walltime")]
    public void Something_else_finds_nothing(string written)
    {
        Assert.Null(NearestName.Find(written, Known));
        Assert.Equal("", NearestName.Hint(written, Known));
    }

    [Fact]
    public void A_hint_is_a_sentence_to_append() =>
        Assert.Equal(" Did you mean 'nanny'?", NearestName.Hint("nany", Known));

    [Fact]
    public void An_absurdly_long_name_is_answered_at_once() =>
        Assert.Null(NearestName.Find(new string('x', 10_000_000), Known));
}
