namespace EventGen.AspNetCore.Management;

/// <summary>Keeps the newest activities and offers each to the readers of the live stream.</summary>
internal sealed class ActivityRecorder(ActivityHistory history, LiveReaders readers, bool showsPayloads) : EventActivityListener
{
    public override void Occurred(EventActivity activity)
    {
        var kept = new KeptActivity(activity, showsPayloads);
        history.Add(kept);
        readers.Offer(kept);
    }
}
