namespace ParallelCompute.Tests.Values.Samples;

internal sealed class Derived(int hidden, string secret) : Base(hidden)
{
    private readonly string _hidden = secret;

    public string Secret => _hidden;

    public required string Init { get; init; }

    public Action? OnDone { get; set; }

    public sealed class Nested<T>(T content)
    {
        public T Content => content;
    }
}
