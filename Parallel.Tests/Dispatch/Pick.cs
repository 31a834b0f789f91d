namespace ParallelCompute.Tests.Dispatch;

/// <summary>
/// Choices drawn from one number, so that a shrunk list of numbers is a shorter schedule of the same kind.
/// </summary>
internal sealed class Pick(int seed)
{
    private uint _state = (uint)seed * 2654435761u + 12345;

    public int Next(int below)
    {
        _state = _state * 1664525 + 1013904223;
        return (int)((_state >> 8) % (uint)below);
    }

    public int Between(int least, int most) => least + Next(most - least + 1);

    public bool OneIn(int n) => Next(n) == 0;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];
}
