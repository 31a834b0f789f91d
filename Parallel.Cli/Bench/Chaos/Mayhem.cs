using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>Has ready workers lost at random, in every way, and times how long it takes to replace them.</summary>
/// <param name="client">A client of workers on this machine, the only one of this process.</param>
/// <param name="orders">The folder that <see cref="ChaosItem"/> looks into.</param>
/// <param name="interval">The time from one loss to the next.</param>
/// <param name="seed">Decides who is lost, and how.</param>
/// <param name="spared">So many that are ready are always left.</param>
internal sealed class Mayhem(ParallelClient client, string orders, TimeSpan interval, int seed, int spared = 0)
{
    private const int SignalStop = 19;
    private const int SignalTerminate = 15;
    private const int SignalKill = 9;

    /// <summary>Also the resolution of <see cref="RecoveriesMs"/>.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>More than any replacement takes on a machine that is busy.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly Stack<Misfortune> _deck = new();
    private readonly Dictionary<string, Misfortune> _victims = new(StringComparer.Ordinal);
    private readonly List<(string Worker, long Since, int Ready)> _open = [];
    private readonly List<double> _recoveries = [];
    private readonly Dictionary<Misfortune, int> _inflicted = [];

    /// <summary>From each loss until as many workers as before took items.</summary>
    public IReadOnlyList<double> RecoveriesMs => _recoveries;

    /// <summary>How often each happened.</summary>
    public IReadOnlyDictionary<Misfortune, int> Inflicted => _inflicted;

    /// <summary>Goes on until it is stopped and the last of the lost have been replaced.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Glance);
        var last = Stopwatch.GetTimestamp();
        var stopped = 0L;
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var ready = client.Snapshot().Workers.Where(w => w.State == WorkerState.Ready).Select(w => w.Id).ToList();
            _victims.Keys.Except(ready).ToList().ForEach(gone => _victims.Remove(gone));
            ready.RemoveAll(_victims.ContainsKey);
            Recover(ready.Count);
            if (stop.IsCancellationRequested)
            {
                stopped = stopped == 0 ? Stopwatch.GetTimestamp() : stopped;
                Pardon();
                if (_open.Count == 0 || Stopwatch.GetElapsedTime(stopped) > RecoveryLimit)
                {
                    return;
                }
            }
            else if (Stopwatch.GetElapsedTime(last) >= interval && ready.Count > spared)
            {
                last = Stopwatch.GetTimestamp();
                Strike(ready[_random.Next(ready.Count)], ready.Count);
            }
        }
    }

    /// <summary>Takes back the orders that no item will find any more.</summary>
    private void Pardon()
    {
        foreach (var (worker, misfortune) in _victims.ToList())
        {
            if (Orders.Take(orders, worker) is not null)
            {
                _victims.Remove(worker);
                _open.RemoveAll(l => l.Worker == worker);
                _inflicted[misfortune]--;
            }
        }
    }

    private void Recover(int ready)
    {
        foreach (var loss in _open.Where(l => ready >= l.Ready).ToList())
        {
            _open.Remove(loss);
            _recoveries.Add(Stopwatch.GetElapsedTime(loss.Since).TotalMilliseconds);
        }
    }

    private void Strike(string worker, int ready)
    {
        if (_deck.Count == 0)
        {
            // Each way once before any comes again.
            var all = Enum.GetValues<Misfortune>();
            _random.Shuffle(all);
            all.ToList().ForEach(_deck.Push);
        }

        var (misfortune, began) = (_deck.Pop(), Stopwatch.GetTimestamp());
        var signal = misfortune switch
        {
            Misfortune.Kill => SignalKill,
            Misfortune.Terminate => SignalTerminate,
            Misfortune.Freeze => SignalStop,
            _ => 0,
        };
        if (signal == 0)
        {
            Orders.Place(orders, worker, misfortune);
        }
        else if (ChildSilos.Find().FirstOrDefault(s => s.Worker == worker).Id is not (> 0 and var id) ||
            Send(id, signal) != 0)
        {
            return; // It has just died by itself.
        }

        _victims.Add(worker, misfortune);
        _open.Add((worker, began, ready));
        _inflicted[misfortune] = _inflicted.GetValueOrDefault(misfortune) + 1;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Send(int process, int signal);
}
