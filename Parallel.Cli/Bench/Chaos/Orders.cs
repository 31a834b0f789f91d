namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>A folder in which the workers that are to be lost find out, by an item that they run.</summary>
internal static class Orders
{
    /// <summary>Tells a worker; each order is obeyed by one item, once.</summary>
    public static void Place(string folder, string worker, Misfortune misfortune)
    {
        var draft = Path.Combine(folder, $"{worker}.draft");
        File.WriteAllText(draft, $"{misfortune}");
        File.Move(draft, Path.Combine(folder, worker));
    }

    /// <summary>Takes the order of a worker; null where there is none, or another item was first.</summary>
    public static Misfortune? Take(string folder, string worker)
    {
        var order = Path.Combine(folder, worker);
        if (!File.Exists(order))
        {
            return null;
        }

        var taken = Path.Combine(folder, $"{worker}.taken");
        try
        {
            File.Move(order, taken);
        }
        catch (FileNotFoundException)
        {
            return null; // Another slot was first.
        }

        return Enum.Parse<Misfortune>(File.ReadAllText(taken));
    }
}
