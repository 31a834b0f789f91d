namespace ParallelCompute.Tests.Values.Graphs;

internal abstract class Entity(int id)
{
    private readonly int _id = id;
    private object? _note;

    public int Id => _id;

    public object? Note
    {
        get => _note;
        set => _note = value;
    }
}
