using System.Globalization;
using OrderDesk.Audit;
using OrderDesk.Feed;
using Spectre.Console;

namespace OrderDesk.Terminal;

/// <summary>Shows on a terminal how far the desk is.</summary>
internal sealed class IntakeProgress(Screen screen, OrderFeed feed, Ledger ledger)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows progress until the work is done; just awaits it where there is no terminal.</summary>
    public async Task<TResult> ShowAsync<TResult>(Task<TResult> work)
    {
        if (screen.Progress is { Profile.Capabilities.Ansi: true } terminal)
        {
            ProgressColumn[] columns = feed.Progress is null
                ? [new SpinnerColumn(), new TaskDescriptionColumn()]
                : [new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()];
            await terminal.Progress().AutoClear(true).Columns(columns).StartAsync(progress => FollowAsync(progress, work));
        }

        return await work;
    }

    private async Task FollowAsync(ProgressContext progress, Task work)
    {
        var bar = progress.AddTask("Opening", maxValue: 1);
        while (!work.IsCompleted)
        {
            bar.Description = string.Create(CultureInfo.InvariantCulture, $"{ledger.Placed:N0} placed, {ledger.Rejected:N0} rejected");
            bar.Value = feed.Progress ?? 0;
            await Task.WhenAny(work, Task.Delay(s_interval));
        }
    }
}
