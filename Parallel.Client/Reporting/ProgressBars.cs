using System.Diagnostics;
using Spectre.Console;

namespace ParallelCompute.Reporting;

/// <summary>Bars on a terminal, one for each run that goes on; a terminal has room for one such display.</summary>
internal sealed class ProgressBars(IAnsiConsole console)
{
    /// <summary>Drawing takes no more than a hundredth of the time.</summary>
    private const int Share = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Queue<ProgressBar> _added = new();
    private int _shown;
    private TaskCompletionSource _removed = NewSignal();
    private Task _showing = Task.CompletedTask;

    /// <summary>A bar that is shown until it is disposed, and then stays where it is.</summary>
    public ProgressBar Add()
    {
        lock (_gate)
        {
            var bar = new ProgressBar(this);
            _added.Enqueue(bar);
            if (_shown++ == 0)
            {
                _showing = _showing.ContinueWith(_ => ShowAsync(), TaskScheduler.Default).Unwrap();
            }

            return bar;
        }
    }

    /// <summary>A bar will not change any more; after the last one everything has been drawn.</summary>
    public void Remove()
    {
        Task showing;
        lock (_gate)
        {
            showing = --_shown == 0 ? _showing : Task.CompletedTask;
            _removed.SetResult();
            _removed = NewSignal();
        }

        showing.GetAwaiter().GetResult();
    }

    private Task ShowAsync() => console.Progress().AutoRefresh(false)
        .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            var tasks = new Dictionary<ProgressBar, ProgressTask>();
            for (var goesOn = true; goesOn;)
            {
                var began = Stopwatch.GetTimestamp();
                goesOn = TakeAdded(bar => tasks.Add(bar, context.AddTask("starting")), out var removed);
                Draw(tasks);
                context.Refresh();
                var pause = Stopwatch.GetElapsedTime(began) * Share;
                await Task.WhenAny(removed, Task.Delay(pause > Interval ? pause : Interval)).ConfigureAwait(false);
            }
        });

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes the new bars; false where none is left that may change.</summary>
    private bool TakeAdded(Action<ProgressBar> take, out Task removed)
    {
        lock (_gate)
        {
            while (_added.TryDequeue(out var bar))
            {
                take(bar);
            }

            removed = _shown == 0 ? Task.CompletedTask : _removed.Task;
            return _shown > 0;
        }
    }

    private static void Draw(Dictionary<ProgressBar, ProgressTask> tasks)
    {
        foreach (var (bar, task) in tasks)
        {
            if (bar.Last is { } progress)
            {
                task.IsIndeterminate = progress.Total is null;
                task.MaxValue = Math.Max(1, progress.Total ?? 1);
                task.Value = progress.Total == 0 ? 1 : progress.Done;
                task.Description = Markup.Escape(ProgressText.Of(progress));
            }
        }
    }
}
