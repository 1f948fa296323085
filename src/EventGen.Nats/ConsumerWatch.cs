using Microsoft.Extensions.Logging;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>
/// What is amiss with a consumer that receives all the same, or could: the server refuses to be told of messages that were handled, or holds messages back. It tells nobody by itself. One caller at a time.
/// </summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="consumer">The consumer's name.</param>
/// <param name="stream">The stream's name.</param>
/// <param name="health">That of the receiver.</param>
/// <param name="logger">The bus's log.</param>
internal sealed class ConsumerWatch(string publisher, string consumer, string stream, ConnectionHealth health, ILogger logger)
{
    private const string Acknowledgements = "acknowledgements", Unacknowledged = "unacknowledged";

    // Of which connection, how many acknowledgements had been refused at the last look and at the last one at the consumer.
    private ClientLog? _log;
    private int _refused;
    private int _refusedAtCheck;

    // Whether refusals are told, and up to where the consumer was acknowledged at the first check after that.
    private bool _isRefused;
    private ulong? _acknowledgedTo;
    private bool _isHeldBack;

    /// <summary>Looks at what the server has refused.</summary>
    public void Look(ClientLog log)
    {
        if (log != _log) (_log, _refused, _refusedAtCheck) = (log, 0, 0);
        int refused = log.RefusedAcknowledgements;
        if (refused == _refused) return;
        _refused = refused;
        if (_isRefused) return;
        (_isRefused, _acknowledgedTo) = (true, null);
        logger.AcknowledgementsRefused(publisher, consumer, stream);
        health.Warn(Acknowledgements, $"the server refuses acknowledgements of consumer '{consumer}': allow the user to publish to $JS.ACK.{stream}.{consumer}.>");
    }

    /// <summary>Looks at the consumer.</summary>
    /// <param name="info">How it is.</param>
    /// <param name="isIdle">Whether messages wait, and none was sent since the last look.</param>
    /// <returns>Whether it has sent none because as many as it allows are not acknowledged.</returns>
    public bool IsHeldBack(ConsumerInfo info, bool isIdle)
    {
        CheckAcknowledgements(info);
        bool isHeldBack = isIdle && info.Config.MaxAckPending > 0 && info.NumAckPending >= info.Config.MaxAckPending;
        if (isHeldBack != _isHeldBack) TellHeldBack(isHeldBack, info);
        return isHeldBack;
    }

    private void TellHeldBack(bool isHeldBack, ConsumerInfo info)
    {
        _isHeldBack = isHeldBack;
        if (isHeldBack) logger.HeldBack(publisher, consumer, stream, info.NumAckPending);
        health.Warn(Unacknowledged, isHeldBack ? $"consumer '{consumer}' of stream '{stream}' holds messages back: {info.NumAckPending} are not acknowledged, which is its limit (max_ack_pending). Some handler may never return" : null);
    }

    // Over when some have been taken since, and none refused.
    private void CheckAcknowledgements(ConsumerInfo info)
    {
        bool isRefusedSince = _refused != _refusedAtCheck;
        _refusedAtCheck = _refused;
        if (!_isRefused || isRefusedSince) return;
        if (info.NumAckPending == 0 || info.AckFloor.ConsumerSeq > _acknowledgedTo)
        {
            _isRefused = false;
            health.Warn(Acknowledgements, null);
        }

        _acknowledgedTo ??= info.AckFloor.ConsumerSeq;
    }
}
