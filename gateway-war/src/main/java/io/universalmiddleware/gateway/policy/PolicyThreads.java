package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.policy.Decisions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;

/** The threads of every process, whatever its roles, that follow the policy and record what it is asked. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class PolicyThreads {
    @Resource
    private ManagedThreadFactory threads;

    private final PolicyNode node;
    private final Decisions decisions;
    private final StoringQuestions questions;
    private final Workers workers = new Workers();

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public PolicyThreads() {
        this(null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public PolicyThreads(PolicyNode node, Decisions decisions, StoringQuestions questions) {
        this.node = node;
        this.decisions = decisions;
        this.questions = questions;
    }

    @PostConstruct
    void start() {
        workers.begin(threads, "um-policy-follow", node.begin(name()), node::end);
        RecordingQuestions recording = new RecordingQuestions(decisions, questions, new Random());
        workers.begin(threads, "um-policy-record", recording, recording::stop);
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }

    private static String name() {
        long pid = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + ':' + pid;
        } catch (UnknownHostException nameless) {
            return "localhost:" + pid;
        }
    }
}
