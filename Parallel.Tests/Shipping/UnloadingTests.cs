using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Code;
using ParallelCompute.Execution;
using ParallelCompute.Shipping;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>Clients come and go on one worker, and nothing of their code stays.</summary>
public sealed class UnloadingTests : IReporter, IDisposable
{
    private const int Clients = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _said = new(0);
    private ToDispatcher? _last;

    public void Dispose()
    {
        _folder.Dispose();
        _said.Dispose();
    }

    void IReporter.Say(ToDispatcher message, ReadOnlyMemory<byte> payload)
    {
        _last = message;
        _said.Release();
    }

    [Fact]
    public async Task No_code_of_closed_clients_stays_on_a_worker()
    {
        await using var worker = new WorkerGrain(
            new WorkerSettings("w1", 2, [], "test", _folder.Path, NullLogger.Instance), this);
        List<WeakReference> contexts = [];
        for (var client = 1; client <= Clients; client++)
        {
            contexts.Add(await ServeAsync(worker, client));
        }

        for (var i = 0; i < 20 && contexts.Any(c => c.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, contexts.Count(c => c.IsAlive));
    }

    /// <summary>One client: its own assembly, an environment to dispose, items of its own types, an error.</summary>
    private async Task<WeakReference> ServeAsync(WorkerGrain worker, int client)
    {
        var program = NewProgram(client);
        Send(worker, new ToWorker { OpenSession = new OpenSession { Session = client, Code = program.Code } });
        Send(worker, new ToWorker
        {
            BuildEnvironment = new BuildEnvironment
            {
                Session = client, Environment = client, Setup = program.Setup,
            },
        });
        Assert.Equal("value", Assert.Single((await HeardAsync()).EnvironmentBuilt.Values).Name);
        for (var item = 0; item < 2; item++)
        {
            var run = (client * 2) + item;
            Send(
                worker,
                new ToWorker
                {
                    RunBatch = new RunBatch
                    {
                        Run = run, Lease = run, First = 0, Count = 1, Attempt = 1, Definition = new RunDefinition
                        {
                            Run = run, Session = client, Environment = client, Function = program.Function,
                            Item = TypeNames.Of(typeof(int)), Result = program.Result, Once = true, Plan = item,
                        },
                    },
                },
                BitConverter.GetBytes(item));
            Assert.Equal(item, (await HeardAsync()).RangeDone.Failures.Count);
        }

        var context = ContextOf(client);
        Send(worker, new ToWorker { CloseSession = new CloseSession { Session = client } });
        return context;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ContextOf(int client) => new(AssemblyLoadContext.All.OfType<CodeContext>().Single(
        context => context.Assemblies.Any(assembly => assembly.GetName().Name == $"Program{client}")));

    private (CodeManifest Code, Function Setup, Function Function, TypeName Result) NewProgram(int client)
    {
        var path = Snippets.Build($"Program{client}", $$"""
            using System;
            using System.Collections.Generic;
            public sealed record Answer(int Number, List<string> Words);
            public sealed class Value : IDisposable { public void Dispose() => GC.KeepAlive(this); }
            public static class Program
            {
                [ThreadStatic] private static object s_last;
                public static object Setup() => new Dictionary<string, object> { ["value"] = new Value() };
                public static Answer F(int x, Value value)
                {
                    s_last = value;
                    return x == 0 ? new Answer({{client}}, new List<string> { "a" }) : throw new TooMuch();
                }
            }
            public sealed class TooMuch : Exception;
            """, _folder.Path);
        var assembly = Snippets.Load(path);
        var type = assembly.GetType("Program")!;
        var answer = assembly.GetType("Answer")!;
        var function = type.GetMethod("F")!;
        return (new CodeManifest { Machine = Environment.MachineName, Files = { CodeManifests.Describe(assembly) } },
            FunctionShipper.Encode(type.GetMethod("Setup")!.CreateDelegate<Func<object>>()),
            FunctionShipper.Encode(function.CreateDelegate(typeof(Func<,,>).MakeGenericType(
                [.. function.GetParameters().Select(p => p.ParameterType), answer]))),
            TypeNames.Of(answer));
    }

    private static void Send(WorkerGrain worker, ToWorker message, byte[]? payload = null) =>
        worker.Receive(message, payload);

    private async Task<ToDispatcher> HeardAsync()
    {
        Assert.True(await _said.WaitAsync(Gate.Limit));
        return _last!;
    }
}
