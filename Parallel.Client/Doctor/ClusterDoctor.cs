using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Clusters;
using ParallelCompute.Doctor;
using ParallelCompute.Engines;
using ParallelCompute.Launchers.Batch;
using ParallelCompute.Launchers.Gpu;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Examining;

namespace ParallelCompute;

/// <summary>
/// Finds out whether workers of a configuration could start and connect, and says what is in the way.
/// </summary>
public static class ClusterDoctor
{
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(2);

    /// <summary>Looks at the system that is to start workers, and at its nodes.</summary>
    /// <remarks>
    /// On nodes it runs the worker program, which dials this machine as workers do. Nothing stays there but, with env
    /// ssh, the copy of the worker program that the next start needs too.
    /// </remarks>
    /// <param name="config">The configuration.</param>
    /// <param name="limit">How long a node, or its queue, may take; null: 2 minutes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found, in the order in which it is.</returns>
    /// <exception cref="ConfigException">The configuration has faults.</exception>
    public static IAsyncEnumerable<DoctorFinding> ExamineAsync(
        ParallelConfig config, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        ExamineAsync(ClusterSettings.From(config), limit ?? Default, cancellationToken);

    private static async IAsyncEnumerable<DoctorFinding> ExamineAsync(
        ClusterSettings settings, TimeSpan limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new DoctorFinding("configuration", "", true, $"env {settings.Env}, n_workers " +
            (settings.NWorkers == ClusterSettings.OneForEachGpu ? "one for each GPU" : $"{settings.NWorkers}"));
        await using var probe = ProbeOf(settings);
        var system = await probe.ExamineSystemAsync(cancellationToken).ConfigureAwait(false);
        foreach (var finding in system)
        {
            yield return finding;
        }

        if (probe.Nodes.Count == 0)
        {
            yield break;
        }

        await using var engine = ClusterFactory.Engine(settings, ClusterFactory.NewId(), NullLogger.Instance);
        var (ticket, fault) = await ListenAsync(engine, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            yield return fault;
        }

        if (ticket is null || system.Any(f => !f.IsFine))
        {
            yield break;
        }

        // All at once: a queue, or a host that is down, takes its time.
        var nodes = probe.Nodes
            .Select(n => ExamineAsync(settings, probe, n, ticket, limit, cancellationToken)).ToList();
        foreach (var node in nodes)
        {
            foreach (var finding in await node.ConfigureAwait(false))
            {
                yield return finding;
            }
        }
    }

    internal static IProbe ProbeOf(ClusterSettings settings) => settings.Env switch
    {
        "local" => new LocalProbe(settings),
        GpuSettings.Env => new GpuProbe(settings),
        "ssh" => new SshProbe(settings),
        _ when BatchDialects.Find(settings.Env) is { } dialect => new BatchProbe(settings, dialect),
        _ => new NoProbe(settings.Env),
    };

    private static async Task<(JoinTicket? Ticket, DoctorFinding? Fault)> ListenAsync(
        IEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            return (await engine.StartAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (LaunchException e)
        {
            return (null, new DoctorFinding("dispatcher", "", false, e.Message));
        }
    }

    private static async Task<IReadOnlyList<DoctorFinding>> ExamineAsync(
        ClusterSettings settings, IProbe probe, string node, JoinTicket ticket, TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        var marker = probe.Shared is { } shared ? Path.Combine(shared, $".parallel-{Guid.NewGuid():N}") : null;
        DoctorFinding Fault(string check, string text) => new(check, node, false, text);
        try
        {
            List<string> arguments = ["examine", .. probe.Folders(node).SelectMany(f => new[] { "--folder", f })];
            if (marker is not null)
            {
                await File.WriteAllTextAsync(marker, "", either.Token).ConfigureAwait(false);
                arguments.AddRange(["--file", marker]);
            }

            var asked = TimeProvider.System.GetUtcNow();
            var answer = await probe.RunAsync(node, arguments, ticket, either.Token).ConfigureAwait(false);
            var checks = new NodeChecks(settings, asked, TimeProvider.System.GetUtcNow());
            var facts = answer.Output.Split('\n').Select(l => NodeFacts.Read(l.TrimEnd('\r')))
                .FirstOrDefault(f => f is not null);
            return facts is null
                ? [.. answer.Findings, Fault("worker program",
                    $"it answered what this version does not understand: {answer.Output.Trim()} Use the worker " +
                    "program of this build.")]
                : [.. answer.Findings, .. checks.Of(node, facts)];
        }
        catch (LaunchException e)
        {
            // What was given up may have failed for that.
            cancellationToken.ThrowIfCancellationRequested();
            return [Fault("start", e.Message)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Fault("shared folder", $"this machine cannot write to {probe.Shared}: {e.Message}")];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [Fault("start", $"the worker program has not answered within {limit.TotalSeconds} s. Look at what " +
                "the system says of it, or give it more time.")];
        }
        finally
        {
            if (marker is not null)
            {
                File.Delete(marker);
            }
        }
    }
}
