using Microsoft.Extensions.Logging;
using ParallelCompute.Clusters;
using ParallelCompute.Runtime;

namespace ParallelCompute;

/// <summary>
/// The process-wide door: the default configuration, new clients, and every call on the client opened last.
/// </summary>
/// <remarks>
/// Safe for concurrent use. Calls use the client most recently opened in this process and not yet disposed. With none
/// open, one shared client is started from the default configuration and closed 30 s after its last run, at
/// <see cref="SetParallel"/> or with the process.
/// </remarks>
public static partial class ParallelCluster
{
    private static readonly Lock Gate = new();
    private static readonly List<ParallelClient> Open = [];
    /// <summary>
    /// What a process that ends without closing its clients gives them; their workers die with it anyway.
    /// </summary>
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(2);

    private static ParallelConfig? s_default;
    private static ILogger s_logger = LineLogger.ToStandardError(LogLevel.Warning);

    static ParallelCluster() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        ParallelClient[] open;
        lock (Gate)
        {
            open = [.. Open];
        }

        Task.WaitAll([.. open.Select(c => c.DisposeAsync().AsTask())], ExitLimit);
    };

    /// <summary>Where warnings go, and what workers write.</summary>
    /// <value>Warnings and errors go to standard error.</value>
    public static ILogger Logger
    {
        get => Volatile.Read(ref s_logger);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref s_logger, value);
        }
    }

    /// <summary>Sends values of a type as a class of yours says, in place of field by field.</summary>
    /// <remarks>Call it before the first client is opened, and before values of the type are sent.</remarks>
    /// <typeparam name="TCodec">
    /// Implements <see cref="IValueCodec{T}"/> for one type or more, none of them of .NET itself.
    /// </typeparam>
    /// <exception cref="ShippingException">
    /// The class cannot serve as a codec, another one is there already, or it is too late.
    /// </exception>
    public static void AddCodec<TCodec>()
        where TCodec : class, new() => Values.Replacements.Add(typeof(TCodec));

    /// <summary>Sets the default configuration of this process. A deep copy is kept.</summary>
    /// <param name="config">The configuration; it is checked as a whole.</param>
    /// <exception cref="ConfigException">It has faults; all are listed.</exception>
    public static void SetParallel(ParallelConfig config)
    {
        ClusterSettings.From(config);
        lock (Gate)
        {
            s_default = config.Clone();
        }

        SharedClient.Close();
    }

    /// <summary>A copy of the default configuration; null before <see cref="SetParallel"/>.</summary>
    public static ParallelConfig? GetParallelConfig()
    {
        lock (Gate)
        {
            return s_default?.Clone();
        }
    }

    /// <summary>Starts workers and opens a client for them; returns when the first one is ready.</summary>
    /// <param name="config">The configuration; null: the default set before.</param>
    /// <param name="setup">
    /// Runs once on every worker, also on those that join later, and returns named values (an object with properties,
    /// or a dictionary), or a task of them. Functions get them by parameter name.
    /// </param>
    /// <param name="cancellationToken">Gives up; what was started is ended.</param>
    /// <exception cref="ConfigException">The configuration has faults, or none is set.</exception>
    /// <exception cref="LaunchException">The workers cannot be started.</exception>
    /// <exception cref="SetupException">
    /// <paramref name="setup"/> failed on the first worker; its exception is inside.
    /// </exception>
    /// <exception cref="ShippingException">
    /// <paramref name="setup"/> cannot be sent, or the program has no files.
    /// </exception>
    public static async Task<ParallelClient> GetClientAsync(
        ParallelConfig? config = null, Delegate? setup = null, CancellationToken cancellationToken = default)
    {
        var settings = ClusterSettings.From(config ?? GetParallelConfig() ?? throw new ConfigException(
            "No configuration is given and none is set. Call ParallelCluster.SetParallel(config) first, or pass one."));
        var logger = Logger;
        var cluster = await ClusterFactory.CreateAsync(settings, logger, cancellationToken).ConfigureAwait(false);
        var client = await ParallelClient
            .OpenAsync(cluster, setup, logger, cancellationToken).ConfigureAwait(false);
        lock (Gate)
        {
            Open.Add(client);
        }

        return client;
    }

    /// <summary>As <see cref="GetClientAsync"/>, waiting for it.</summary>
    /// <param name="config">The configuration; null: the default set before.</param>
    /// <param name="setup">Builds the environment once on every worker.</param>
    /// <exception cref="ParallelException">See <see cref="GetClientAsync"/>.</exception>
    public static ParallelClient GetClient(ParallelConfig? config = null, Delegate? setup = null) =>
        Task.Run(() => GetClientAsync(config, setup)).GetAwaiter().GetResult();

    /// <summary>The client opened last that is still open, or null.</summary>
    internal static ParallelClient? Latest()
    {
        lock (Gate)
        {
            return Open.Count == 0 ? null : Open[^1];
        }
    }

    internal static void Closed(ParallelClient client)
    {
        lock (Gate)
        {
            Open.Remove(client);
        }
    }
}
