using System.Runtime.InteropServices;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Connections;

/// <summary>What client and worker must have in common.</summary>
/// <param name="Protocol">Of the messages.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Rid">System and processor that the runtime was built for.</param>
internal sealed record Versions(uint Protocol, string Runtime, string Rid)
{
    /// <summary>Those of this process.</summary>
    public static Versions Own { get; } =
        new(Handshake.Protocol, Environment.Version.ToString(), RuntimeInformation.RuntimeIdentifier);

    /// <summary>Why a worker or a client may not join a dispatcher of these versions; empty where it may.</summary>
    public string Refusal(Hello worker) => new Versions(worker.Protocol, worker.Runtime, worker.Rid) == this ? ""
        : $"{(worker.Client == 0 ? "worker" : "client")} {worker.Worker} on {worker.Host} runs protocol " +
          $"{worker.Protocol} on .NET {worker.Runtime} for {worker.Rid}, " +
          $"its {(worker.Client == 0 ? "client" : "dispatcher")} protocol {Protocol} on .NET {Runtime} for " +
          $"{Rid}; install the same .NET runtime on both machines and deploy the folder " +
          "parallel-silo that was built with the client";
}
