namespace EventGen.Interleavings.Tests;

/// <summary>Something that has to happen a number of times. Whoever waits for what never comes stands still, which Coyote reports.</summary>
internal sealed class Milestone
{
    private readonly object _gate = new();
    private int _reached;

    public void Reach()
    {
        lock (_gate)
        {
            _reached++;
            Monitor.PulseAll(_gate);
        }
    }

    public void Wait(int times = 1)
    {
        lock (_gate)
        {
            while (_reached < times) Monitor.Wait(_gate);
        }
    }
}
