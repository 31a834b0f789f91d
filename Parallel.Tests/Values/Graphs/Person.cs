namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Equal to itself only.</summary>
internal sealed class Person(int id, string? name) : Entity(id)
{
    private readonly string? _name = name;

    public string? Name => _name;

    public required int? Age { get; init; }

    public Person? Friend { get; set; }

    public IReadOnlyList<object?>? Things { get; set; }

    public HashSet<Person> Known { get; } = [];
}
