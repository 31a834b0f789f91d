namespace ParallelCompute.Tests.Architecture;

/// <summary>Texts that may change on purpose only.</summary>
internal static class Snapshot
{
    private const string Update = "UPDATE_SNAPSHOTS";

    /// <summary>
    /// Compares with <c>Api/NAME.approved.txt</c>, or rewrites it when the environment asks for that.
    /// </summary>
    public static void Check(string name, string actual)
    {
        var path = Repository.Combine("Parallel.Tests", "Api", $"{name}.approved.txt");
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        if (approved != actual)
        {
            Assert.Fail($"""
                {name} is not what {Repository.Relative(path)} says:
                {Difference(approved, actual)}
                When the change is meant, accept it and review the file's diff:
                  {Update}=1 dotnet test Parallel.Tests --filter Architecture
                """);
        }
    }

    private static string Difference(string approved, string actual)
    {
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var changes = before.Except(after).Select(line => $"- {line}")
            .Concat(after.Except(before).Select(line => $"+ {line}")).ToArray();
        return changes.Length == 0 ? "(lines moved)" : string.Join('\n', changes);
    }
}
